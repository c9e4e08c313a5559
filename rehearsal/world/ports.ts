/* The TCP ports of a pair and its load balancer; that of the health checks is customary for every LoadMaster. */

/** Where the units take what the load balancer sends them. */
export const SERVICE_PORT = 443;
export const MANAGEMENT_PORT = 8443;
/** To which the health checks are moved in a handover. */
export const HANDOVER_PORT = 8445;
/** Between the units. @see LoadMaster HA for AWS, section 6 */
export const SYNC_PORT = 6973;
/** Two listeners, so that a pair is in more than one target group. */
export const LISTENER_PORTS = [443, 8080] as const;
