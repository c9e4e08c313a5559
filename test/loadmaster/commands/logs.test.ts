import { describe, expect, it } from 'vitest';
import { getDiskUse } from '#loadmaster/commands/logs.ts';
import { LoadMasterError } from '#loadmaster/error.ts';
import { recordedSession, v1, v2 } from '../recorded-session.ts';

const DF = `Filesystem           1K-blocks      Used Available Use% Mounted on
/dev/sda6              7539304     20972   7518332   1% /var/log
/dev/root                  100        88        12  88% /
none                         -         -         -    - /proc
`;
const USE = [
  { mountPoint: '/var/log', usedPercent: 1 },
  { mountPoint: '/', usedPercent: 88 },
];

describe('the use of the disks', () => {
  it('comes as a file, in pieces', async () => {
    const session = recordedSession({});
    const pieces = DF.match(/[\s\S]{1,7}/g) ?? [];
    const download: typeof session.download = async (_command, _params, sink) => {
      for (const piece of pieces) await sink(Buffer.from(piece));
    };
    expect(await getDiskUse({ ...session, download })).toEqual(USE);
    expect(session.sent).toEqual([]);
  });

  it.each([v2({ message: DF }), v1(`<df>\n${DF}</df>`), v1(DF)])(
    'or as a text in a reply: %#',
    async (reply) => {
      const session = recordedSession({ 'logging.df': reply });
      const download = () => Promise.reject(new LoadMasterError('garbage'));
      expect(await getDiskUse({ ...session, download })).toEqual(USE);
    },
  );

  it('is not read without end', async () => {
    const download: ReturnType<typeof recordedSession>['download'] = async (_command, _params, sink) => {
      for (;;) await sink(Buffer.alloc(1024, '1% /x\n'));
    };
    await expect(getDiskUse({ ...recordedSession({}), download })).rejects.toMatchObject({
      code: 'too-large',
    });
  });

  it('is not asked for again after a refusal', async () => {
    const session = recordedSession({});
    const download = () => Promise.reject(new LoadMasterError('permission'));
    await expect(getDiskUse({ ...session, download })).rejects.toMatchObject({ code: 'permission' });
    expect(session.sent).toEqual([]);
  });
});
