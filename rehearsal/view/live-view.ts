import { emitKeypressEvents } from 'node:readline';
import logUpdate from 'log-update';
import { render } from '#rehearsal/view/render.ts';
import type { Watcher } from '#rehearsal/view/watcher.ts';

const DRAW_EVERY_MS = 500;

interface Key {
  readonly name?: string;
  readonly ctrl?: boolean;
}

/** A view that lives in the terminal until the user quits. */
export interface LiveView {
  /** Resolves when the user wants to leave. */
  readonly left: Promise<void>;
  close(): void;
}

export const openLiveView = (watcher: Watcher): LiveView => {
  const { stdin, stdout } = process;
  const { promise: left, resolve: leave } = Promise.withResolvers<void>();
  let isDrawing = false;
  let closed = false;

  const draw = async (): Promise<void> => {
    await watcher.readJournal();
    const snapshot = await watcher.look();
    if (!closed) logUpdate(render(snapshot, { columns: stdout.columns, rows: stdout.rows }));
  };
  /** One drawing at a time: a slow one is not overtaken. */
  const redraw = (): void => {
    if (isDrawing) return;
    isDrawing = true;
    void draw().finally(() => {
      isDrawing = false;
    });
  };
  const onKey = (text: string | undefined, { name, ctrl = false }: Key): void => {
    if (name === 'q' || (ctrl && name === 'c')) {
      leave();
      return;
    }
    void watcher.press(name === 'tab' ? 'tab' : (text ?? '')).then(redraw);
  };

  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.on('keypress', onKey);
  stdin.resume();
  const timer = setInterval(redraw, DRAW_EVERY_MS);
  redraw();
  return {
    left,
    close: () => {
      closed = true;
      clearInterval(timer);
      stdin.off('keypress', onKey);
      stdin.setRawMode(false);
      stdin.pause();
      logUpdate.done();
    },
  };
};
