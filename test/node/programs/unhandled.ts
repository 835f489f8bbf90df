// What becomes of an RxJS error that no subscriber handles.
import { getEventLoop } from 'rxduct';
import { config, throwError } from 'rxjs';

const mode = process.argv[2];
if (mode === 'own') config.onUnhandledError = (error: Error) => console.log(`own handler: ${error.message}`);
if (mode !== 'noLoop') {
  const loop = getEventLoop();
  if (mode === 'handler') {
    loop.setExceptionHandler((_loop, { message, exception }) =>
      console.log(`exception handler: ${typeof message} ${(exception as Error).message}`),
    );
  }
}
throwError(() => new Error('nobody handles this')).subscribe();
setTimeout(() => console.log('still here'), 10);
