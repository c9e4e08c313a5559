import { describe, expect, it } from 'vitest';
import { asking, NATIVE_PAIR, textOf } from './firmware-samples.ts';

describe("the manual's upgrade, with the pair's own values", () => {
  it('reads like this', () => {
    expect(textOf(asking('7.2.54.9.22500.RELEASE', '7.2.59.4'))).toMatchInlineSnapshot(`
      "upgrade from 7.2.54.9.22500.RELEASE (first), 7.2.54.9.22500.RELEASE (second) to 7.2.59.4; changes of roles: 1
      1. Place a hold on pair-a that outlasts the maintenance window (PUT /pairs/pair-a/hold); until it is lifted do nothing to the pair but these steps, in this order
      2. See that second (i-0000000000000000b) is the standby still and first (i-0000000000000000a) the active unit; if not, lift the hold and ask for a plan again
      3. On second (i-0000000000000000b): make a backup and keep it off the unit
      4. On first (i-0000000000000000a): make a backup and keep it off the unit
      5. Note which virtual services are up: 12 of 12 on first, 12 of 12 on second
      6. On second (i-0000000000000000b): install 7.2.59.4, with the XML verification file that came with it where the unit requires one
      7. On second (i-0000000000000000b): reboot it; it remains the standby, with no more than Local Administration in its interface
      8. On second (i-0000000000000000b): set the partner shared secret as soon as it answers (Local Administration > Remote Access): the one that both units share
      9. On second (i-0000000000000000b): check that it has a newer boot time than before and runs 7.2.59.4; second says Standby and first Active (both may say Active for want of a common secret: then go on with first at once); in lm-a, lm-b second is unhealthy (503) and first healthy (200); if not within ten minutes, stop, for first serves, and bring second back to 7.2.54.9.22500.RELEASE before anything else
      10. On first (i-0000000000000000a): install 7.2.59.4, with the XML verification file that came with it where the unit requires one
      11. On first (i-0000000000000000a): reboot it, the active unit; second becomes active while it is down
      12. On first (i-0000000000000000a): set the partner shared secret as soon as it answers (Local Administration > Remote Access): the one that both units share
      13. On first (i-0000000000000000a): check that it has a newer boot time than before and runs 7.2.59.4; first says Standby and second Active; in lm-a, lm-b first is unhealthy (503) and second healthy (200); if not within ten minutes, stop, for second serves; bring first back by hand, and do not lift the hold before both run the same version
      14. Compare the virtual services that are up with the note; second is the active unit now
      15. See that explain (GET /pairs/pair-a/explain) says steady and reads both LoadMasters; a unit may show another certificate now, which then has to be declared
      16. Lift the hold (DELETE /pairs/pair-a/hold)
      ! the active role moves once, to second when first reboots: connections fail until the load balancer has followed, 50 s or somewhat more
      ! 7.2.59.4 connects only to a partner with the same shared secret and earlier firmware has none: from the reboot of the one unit until the other is done they may not see one another, and both may claim to be active; keep that time short"
    `);
  });
});

describe("the manual's downgrade, with the pair's own values", () => {
  it('reads like this', () => {
    expect(
      textOf(asking('7.2.61.1.24109.RELEASE', '7.2.60.0', { pair: NATIVE_PAIR })),
    ).toMatchInlineSnapshot(`
      "downgrade from 7.2.61.1.24109.RELEASE (first), 7.2.61.1.24109.RELEASE (second) to 7.2.60.0; changes of roles: 2
      1. Place a hold on pair-a that outlasts the maintenance window (PUT /pairs/pair-a/hold); until it is lifted do nothing to the pair but these steps, in this order
      2. See that second (i-0000000000000000b) is the standby still and first (i-0000000000000000a) the active unit; if not, lift the hold and ask for a plan again
      3. On second (i-0000000000000000b): make a backup and keep it off the unit
      4. On first (i-0000000000000000a): make a backup and keep it off the unit
      5. Note which virtual services are up: 12 of 12 on first, 12 of 12 on second
      6. On first (i-0000000000000000a): set the preferred host to No Preferred Host, so that no role moves half-way
      7. On second (i-0000000000000000b): set the preferred host to No Preferred Host, so that no role moves half-way
      8. On second (i-0000000000000000b): install 7.2.60.0, with the XML verification file that came with it where the unit requires one
      9. On second (i-0000000000000000b): reboot it; it remains the standby, with no more than Local Administration in its interface
      10. On second (i-0000000000000000b): check that it has a newer boot time than before and runs 7.2.60.0; second says Standby and first Active; in lm-a, lm-b second is unhealthy (503) and first healthy (200); if not within ten minutes, stop, for first serves, and bring second back to 7.2.61.1.24109.RELEASE before anything else
      11. On first (i-0000000000000000a): install 7.2.60.0, with the XML verification file that came with it where the unit requires one
      12. On first (i-0000000000000000a): reboot it, the active unit; second becomes active while it is down
      13. On first (i-0000000000000000a): check that it has a newer boot time than before and runs 7.2.60.0; first says Standby and second Active; in lm-a, lm-b first is unhealthy (503) and second healthy (200); if not within ten minutes, stop, for second serves; bring first back by hand, and do not lift the hold before both run the same version
      14. On first (i-0000000000000000a): set the preferred host back to Prefer First
      15. On second (i-0000000000000000b): set the preferred host back to Prefer First
      16. Check that first takes the role back: first says Active and second Standby; in lm-a, lm-b first is healthy (200) and second unhealthy (503)
      17. Compare the virtual services that are up with the note; first is the active unit now
      18. See that explain (GET /pairs/pair-a/explain) says steady and reads both LoadMasters; a unit may show another certificate now, which then has to be declared
      19. Lift the hold (DELETE /pairs/pair-a/hold)
      ! the active role moves twice, to second when first reboots and to first when Prefer First is put back: connections fail until the load balancer has followed, 50 s or somewhat more each time"
    `);
  });
});
