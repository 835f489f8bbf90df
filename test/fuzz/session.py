"""CPython's side of the fuzzer: makes programs, and records them with the interpreter of the oracle."""
import asyncio
import json

asyncio._set_running_loop(None)  # pyodide's own

import interpreter
import programs_random

# A program that met one of these went wrong itself.
UNDEFINED = ("AttributeError", "AssertionError", "KeyError", "NameError", "RecursionError")


def trace_of(program):
    try:
        trace, overrun = interpreter.run_program(program)
    except Exception:
        return None
    if overrun or any(name in line for line in trace for name in UNDEFINED):
        return None
    return trace


def record_seeds(first, count):
    """Programs with their traces, as JSON; the trace of one that has none is null."""
    programs = [{"name": f"random-{seed}", **programs_random.generate(seed)} for seed in range(first, first + count)]
    return json.dumps([{**program, "trace": trace_of(program)} for program in programs])


def record(text):
    """The trace of a program, as JSON."""
    return json.dumps(trace_of(json.loads(text)))


def is_defined(text):
    """Whether the trace of a program is the same in whichever order asyncio walks its sets and its ties between timers."""
    program = json.loads(text)
    modes = ("hash+", "hash-") if program.get("timer_ties") else ("hash+", "hash-", "lifo")
    return all(interpreter.run_program(program, mode)[0] == program["trace"] for mode in modes)
