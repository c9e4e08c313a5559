import type { Scenario } from '#rehearsal/scenarios/scenario.ts';
import { auditCleanEstate } from '#rehearsal/scenarios/stories/audit-clean-estate.ts';
import { auditEveryRuleBroken } from '#rehearsal/scenarios/stories/audit-every-rule-broken.ts';
import { auditFix } from '#rehearsal/scenarios/stories/audit-fix.ts';
import { auditHundredPairs } from '#rehearsal/scenarios/stories/audit-hundred-pairs.ts';
import { auditUnitUnreachable } from '#rehearsal/scenarios/stories/audit-unit-unreachable.ts';
import { auditWaiver } from '#rehearsal/scenarios/stories/audit-waiver.ts';
import { bothUnitsTerminated } from '#rehearsal/scenarios/stories/both-units-terminated.ts';
import { certificateChanged } from '#rehearsal/scenarios/stories/certificate-changed.ts';
import { dualActive } from '#rehearsal/scenarios/stories/dual-active.ts';
import { failbackGatedWindow } from '#rehearsal/scenarios/stories/failback-gated-window.ts';
import { failbackManualApproval } from '#rehearsal/scenarios/stories/failback-manual-approval.ts';
import { failbackNative } from '#rehearsal/scenarios/stories/failback-native.ts';
import { firmwareActiveFailsToReturn } from '#rehearsal/scenarios/stories/firmware-active-fails-to-return.ts';
import { firmwareBadImage } from '#rehearsal/scenarios/stories/firmware-bad-image.ts';
import { firmwareCrashEveryStep } from '#rehearsal/scenarios/stories/firmware-crash-every-step.ts';
import { firmwareDowngrade } from '#rehearsal/scenarios/stories/firmware-downgrade.ts';
import { firmwareFailoverMidway } from '#rehearsal/scenarios/stories/firmware-failover-midway.ts';
import { firmwareFleetWaves } from '#rehearsal/scenarios/stories/firmware-fleet-waves.ts';
import { firmwareRefuseBrick } from '#rehearsal/scenarios/stories/firmware-refuse-brick.ts';
import { firmwareSharedSecretLine } from '#rehearsal/scenarios/stories/firmware-shared-secret-line.ts';
import { firmwareSpotMidway } from '#rehearsal/scenarios/stories/firmware-spot-midway.ts';
import { firmwareStandbyFailsToReturn } from '#rehearsal/scenarios/stories/firmware-standby-fails-to-return.ts';
import { firmwareUpgrade } from '#rehearsal/scenarios/stories/firmware-upgrade.ts';
import { firmwareWindowCloses } from '#rehearsal/scenarios/stories/firmware-window-closes.ts';
import { firstUnitFlaps } from '#rehearsal/scenarios/stories/first-unit-flaps.ts';
import { foreignInstance } from '#rehearsal/scenarios/stories/foreign-instance.ts';
import { geoAddPair } from '#rehearsal/scenarios/stories/geo-add-pair.ts';
import { geoAlreadyRight } from '#rehearsal/scenarios/stories/geo-already-right.ts';
import { geoFailoverMidway } from '#rehearsal/scenarios/stories/geo-failover-midway.ts';
import { geoFourPairsTwoRegions } from '#rehearsal/scenarios/stories/geo-four-pairs-two-regions.ts';
import { geoRegionCutOff } from '#rehearsal/scenarios/stories/geo-region-cut-off.ts';
import { geoRemoveStandalone } from '#rehearsal/scenarios/stories/geo-remove-standalone.ts';
import { geoReplaceUnit } from '#rehearsal/scenarios/stories/geo-replace-unit.ts';
import { geoReplicationLag } from '#rehearsal/scenarios/stories/geo-replication-lag.ts';
import { handoverMethods } from '#rehearsal/scenarios/stories/handover-methods.ts';
import { lifecycleHook } from '#rehearsal/scenarios/stories/lifecycle-hook.ts';
import { loadmasterRateLimit } from '#rehearsal/scenarios/stories/loadmaster-rate-limit.ts';
import { noActive } from '#rehearsal/scenarios/stories/no-active.ts';
import { operatorTerminateActive } from '#rehearsal/scenarios/stories/operator-terminate-active.ts';
import { preferenceDrift } from '#rehearsal/scenarios/stories/preference-drift.ts';
import { rawTerminate } from '#rehearsal/scenarios/stories/raw-terminate.ts';
import {
  spotInterruptionActive,
  spotInterruptionStandby,
} from '#rehearsal/scenarios/stories/spot-interruption.ts';
import { standbyRejectsWrites } from '#rehearsal/scenarios/stories/standby-rejects-writes.ts';
import { switchoverBothWays } from '#rehearsal/scenarios/stories/switchover-both-ways.ts';
import { throttleStorm } from '#rehearsal/scenarios/stories/throttle-storm.ts';
import { unconnectedPair } from '#rehearsal/scenarios/stories/unconnected-pair.ts';
import { unitCrash } from '#rehearsal/scenarios/stories/unit-crash.ts';

/** Every scenario, in the order in which a newcomer should meet them. */
export const SCENARIOS: readonly Scenario[] = [
  unitCrash,
  spotInterruptionActive,
  spotInterruptionStandby,
  lifecycleHook,
  operatorTerminateActive,
  rawTerminate,
  failbackNative,
  failbackGatedWindow,
  failbackManualApproval,
  firstUnitFlaps,
  preferenceDrift,
  switchoverBothWays,
  firmwareUpgrade,
  firmwareDowngrade,
  firmwareRefuseBrick,
  firmwareBadImage,
  firmwareSharedSecretLine,
  firmwareWindowCloses,
  firmwareCrashEveryStep,
  firmwareStandbyFailsToReturn,
  firmwareActiveFailsToReturn,
  firmwareFailoverMidway,
  firmwareSpotMidway,
  firmwareFleetWaves,
  geoAddPair,
  geoRemoveStandalone,
  geoReplaceUnit,
  geoAlreadyRight,
  geoFailoverMidway,
  geoFourPairsTwoRegions,
  geoReplicationLag,
  geoRegionCutOff,
  auditCleanEstate,
  auditEveryRuleBroken,
  auditFix,
  auditWaiver,
  auditUnitUnreachable,
  auditHundredPairs,
  bothUnitsTerminated,
  foreignInstance,
  throttleStorm,
  dualActive,
  noActive,
  unconnectedPair,
  certificateChanged,
  loadmasterRateLimit,
  standbyRejectsWrites,
  handoverMethods,
];
