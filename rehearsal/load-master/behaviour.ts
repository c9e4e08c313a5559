/**
 * How a unit behaves where the published sources are silent or contradict each other. Every switch has a default and
 * a reason; whoever relies on one side of a switch is tested with the other side too.
 */
export interface UnitBehaviour {
  /** Seconds between two polls of the partner's health port. Undocumented for cloud HA. */
  readonly partnerPollSeconds: number;
  /** Seconds after which a poll of the partner without an answer is a miss; less than `partnerPollSeconds`. */
  readonly partnerPollTimeoutSeconds: number;
  /** Polls in a row without a 200 after which a standby takes over. Undocumented for cloud HA. */
  readonly takeoverMisses: number;
  /**
   * An active second unit sees its partner answer 200 and No Preferred Host is set: it stays active, or becomes
   * standby. With Prefer First it always becomes standby, that is what the setting means.
   */
  readonly dualActiveResolution: 'stay' | 'second-yields';
  /**
   * Whether a unit heeds the health answers of a partner that it does not connect to for want of a shared secret. The
   * sources say what the secret keeps apart, and do not say whether that includes the polls: with this on, such an
   * answer is a miss. Only units on the wire know of secrets.
   */
  readonly secretGatesPolling: boolean;
  /** Whether a unit that is not active serves clients that reach it all the same. */
  readonly standbyAcceptsConnections: boolean;
  /** Health answer while unconnected. It must accept the request: being polled is how it leaves that state. */
  readonly passivePollStatus: 200 | 503;
  /** Health answer with HA switched off. */
  readonly singlePollResult: 'refused' | 200 | 503;
  /** Commands that the firmware lacks, in lower case: 405. Which came with which version is published for few. */
  readonly missingCommands: readonly string[];
  /** From the reboot command, or power on, until everything answers again. The vendor's manuals say 45-60 s. */
  readonly rebootSeconds: number;
  /** Whether a standby refuses API writes outside Local Administration, and with which code. */
  readonly standbyRejectsWrites: 'off' | 403 | 422;
  /** What an API client meets beyond 30 calls in 3 s. "The connection drops" does not say how. */
  readonly rateLimitAction: 'reset' | 'hang';
  /** What `HealthCheckAllInterfaces` reads when it is on; only `unset` is documented. */
  readonly hcaiOnValue: '1' | 'Y' | 'yes' | 'true' | 'set';
  /** Code of a v1 call that lacks a parameter: the documents print both. */
  readonly missingParameterCodeV1: 400 | 422;
  /** What an API that is switched off sends with its 404. */
  readonly disabledApiBody: 'html' | 'empty';
  /** Output of a system command appears as a line among the HTTP headers, as met in a published capture. */
  readonly emitDirtyHeader: boolean;
  /** A v2 command that fails answers HTTP 200 and says so only in its body, as met by a public client's author. */
  readonly statusFailAtHttp200: boolean;
  /** Settings that are not set read `"unset"`, as in the published captures, instead of being left out. */
  readonly unsetAsString: boolean;
  /** Values carry line breaks, as in some published captures. */
  readonly newlineInValues: boolean;
  /** How `geoclients` and `geopartners` read with several addresses. The vendor's own client suggests a comma. */
  readonly partnerListSeparator: 'comma' | 'space';
  /** A list with one cluster or FQDN in it: the captures show an object in its place; several are always a list. */
  readonly clusterListShape: 'object' | 'array';
  /** Whether the synchronisation covers `geoclients` and `geopartners`. The manual sets the partners on both units. */
  readonly geoListsSynchronised: boolean;
  /**
   * Whether a virtual service on an address of the unit's own becomes one on the partner's, as the manual says of GEO. It
   * says nothing of virtual services; but the load balancer sends each unit its clients to its own address.
   */
  readonly serviceAddressesFollow: boolean;
  /** Whether `getall` names `hastatus`, which no published capture of a unit with HA shows. */
  readonly haStatusInGetall: boolean;
  /** How long `installpatch` takes to answer; the vendor's own client waits up to 500 s. */
  readonly patchSeconds: number;
  /** `installpatch` of this version or a later one wants `confirm`. A version as in `7.2.61`. */
  readonly requireConfirmFrom: string;
  /** The line break in the answer to `restorepatch` is two characters in v1, as published; or a line break. */
  readonly restorepatchLiteralBackslashN: boolean;
  /**
   * A v2 list of one service, server, interface, route or certificate. The captures show arrays; those of the GEO
   * lists show that an object in its place is to be reckoned with.
   */
  readonly singleElementLists: 'array' | 'object';
}

export const DEFAULT_BEHAVIOUR: UnitBehaviour = {
  partnerPollSeconds: 3,
  partnerPollTimeoutSeconds: 2,
  takeoverMisses: 3,
  dualActiveResolution: 'stay',
  secretGatesPolling: false,
  standbyAcceptsConnections: false,
  passivePollStatus: 503,
  singlePollResult: 'refused',
  missingCommands: [],
  rebootSeconds: 60,
  standbyRejectsWrites: 'off',
  rateLimitAction: 'reset',
  hcaiOnValue: '1',
  missingParameterCodeV1: 422,
  disabledApiBody: 'html',
  emitDirtyHeader: false,
  statusFailAtHttp200: false,
  unsetAsString: true,
  newlineInValues: false,
  partnerListSeparator: 'comma',
  clusterListShape: 'object',
  geoListsSynchronised: false,
  serviceAddressesFollow: true,
  haStatusInGetall: true,
  patchSeconds: 30,
  requireConfirmFrom: '7.2.61',
  restorepatchLiteralBackslashN: true,
  singleElementLists: 'array',
};
