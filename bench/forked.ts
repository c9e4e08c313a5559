import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

interface Told {
  readonly kind: string;
}

type OfKind<Message extends Told, Kind> = Extract<Message, { readonly kind: Kind }>;

/** Another process of a benchmark, which tells `Message`s. It ends when it is disposed of. */
export interface Forked<Message extends Told> extends AsyncDisposable {
  /** The next message of a kind; rejects when the process ends before. Ask before it can be told. */
  next<Kind extends Message['kind']>(kind: Kind): Promise<OfKind<Message, Kind>>;
  send(command: string): void;
}

/** Starts a file of this directory. It has to end when its parent disconnects. */
export const startForked = <Message extends Told>(file: string, args: readonly string[]): Forked<Message> => {
  const child = fork(fileURLToPath(new URL(file, import.meta.url)), args, {
    // A profile of this process is not one of that process.
    execArgv: [],
  });
  return {
    next: (kind) =>
      new Promise((resolve, reject) => {
        const hear = (message: Message): void => {
          if (message.kind !== kind) return;
          child.off('message', hear);
          child.off('exit', mourn);
          // Told apart by `kind`, which the compiler does not see through the type parameter.
          resolve(message as OfKind<Message, typeof kind>);
        };
        const mourn = (code: number | null): void => reject(new Error(`${file} ended: ${code}`));
        child.on('message', hear);
        child.once('exit', mourn);
      }),
    send: (command) => void child.send(command),
    [Symbol.asyncDispose]: async () => {
      const ended = once(child, 'exit');
      child.disconnect();
      await ended;
    },
  };
};
