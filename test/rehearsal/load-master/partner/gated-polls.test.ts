import { describe, expect, it } from 'vitest';
import { gatePolls } from '#rehearsal/load-master/partner/gated-polls.ts';
import type { LinkState } from '#rehearsal/load-master/partner/partner-link.ts';
import type { ProbeAnswer } from '#rehearsal/network.ts';

const TARGET = { address: '10.0.1.5', port: 8444, path: '/', timeoutMs: 2_000 };
const OK: ProbeAnswer = { kind: 'status', status: 200 };

describe('a poll of a partner by a unit that heeds the secret', () => {
  it.each<{ link: LinkState; gets: ProbeAnswer['kind'] }>([
    { link: 'linked', gets: 'status' },
    { link: 'unauthorized', gets: 'refused' },
    { link: 'down', gets: 'status' },
    { link: 'strangers', gets: 'status' },
    { link: 'same-mode', gets: 'status' },
  ])('of which the link is $link gets $gets', ({ link, gets }) => {
    const answers: ProbeAnswer[] = [];
    gatePolls(
      (_, done) => done(OK),
      () => link,
    )(TARGET, (answer) => answers.push(answer));
    expect(answers.map(({ kind }) => kind)).toEqual([gets]);
  });

  it('goes by the link at the time of the answer', () => {
    let link: LinkState = 'unauthorized';
    const answers: ProbeAnswer[] = [];
    const probe = gatePolls(
      (_, done) => {
        link = 'linked';
        done(OK);
      },
      () => link,
    );
    probe(TARGET, (answer) => answers.push(answer));
    expect(answers).toEqual([OK]);
  });
});
