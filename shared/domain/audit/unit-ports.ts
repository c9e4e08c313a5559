/** Units synchronise with their partner by it. @see LoadMaster HA for AWS, section 6 */
export const SYNC_PORT = 6973;

/** Of a unit's own SSH. @see LoadMaster HA for AWS, section 6.2.1 */
export const SSH_PORT = 22;
