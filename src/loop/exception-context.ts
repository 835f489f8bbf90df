import { textOf } from '../errors.ts';

/**
 * What the loop's exception handler is told about an error that no caller can receive.
 *
 * The keys are those of asyncio's `call_exception_handler`, in camelCase; a reporter may add its own.
 */
export interface ExceptionContext {
  /** What happened, in one sentence. */
  message: string;
  exception?: unknown;
  handle?: object;
  future?: object;
  task?: object;
  protocol?: object;
  transport?: object;
  server?: object;
  /** Where the object that failed was created; only in debug mode. */
  sourceTraceback?: string;
  [detail: string]: unknown;
}

/** Writes a context the way the default handler prints it: the message, the details by name, the stack last. */
export function formatExceptionContext(context: ExceptionContext): string {
  const lines = [context.message];
  for (const key of Object.keys(context).sort()) {
    if (key === 'message' || key === 'exception') continue;
    lines.push(`  ${key}: ${describe(context[key])}`);
  }
  if (context.exception !== undefined) lines.push(describe(context.exception));
  return lines.join('\n');
}

function describe(value: unknown): string {
  if (value instanceof Error) return textOf(value.stack ?? value);
  const text = textOf(value);
  return text === '[object Object]' ? `<${(value as object).constructor?.name ?? 'Object'}>` : text;
}
