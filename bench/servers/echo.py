"""The asyncio servers: the same work as net.ts, as a good asyncio Protocol does it. Runs on any loop it is given."""

import asyncio
import json
import resource
import sys

HEADER = 4
connections = 0


class RawEcho(asyncio.Protocol):
    def connection_made(self, transport):
        global connections
        connections += 1
        self.transport = transport

    def connection_lost(self, exc):
        global connections
        connections -= 1

    def data_received(self, data):
        self.transport.write(data)


class FramedEcho(RawEcho):
    def __init__(self):
        self.rest = b''

    def data_received(self, data):
        if self.rest:
            data = self.rest + data
        write = self.transport.write
        at, length = 0, len(data)
        while length - at >= HEADER:
            end = at + HEADER + int.from_bytes(data[at : at + HEADER], 'big')
            if end > length:
                break
            write(data[at:end])
            at = end
        self.rest = data[at:]


def answer():
    line = sys.stdin.readline()
    if not line:
        asyncio.get_running_loop().stop()
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    asked = json.loads(line)['do']
    if asked == 'cpu':
        say({'micros': (usage.ru_utime + usage.ru_stime) * 1e6})
    else:
        say({'connections': connections})


def say(reply):
    print(json.dumps(reply), flush=True)


async def main():
    loop = asyncio.get_running_loop()
    factory = FramedEcho if sys.argv[1] == 'framed' else RawEcho
    server = await loop.create_server(factory, '127.0.0.1', 0, backlog=1024)
    loop.add_reader(sys.stdin, answer)
    say({'port': server.sockets[0].getsockname()[1]})


def serve(loop):
    asyncio.set_event_loop(loop)
    loop.run_until_complete(main())
    loop.run_forever()
