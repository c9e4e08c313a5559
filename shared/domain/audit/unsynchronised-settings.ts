/*
 * Parameters that partners have each of their own, by their names in lower case.
 * @see LoadMaster HA for AWS, section 4; High Availability (HA), Feature Description, section 4 (time, passwords);
 * names: LoadMaster Interface Description, RESTful API, sections 3.3, 3.12.4, 3.14, 3.15.1 and 3.22.4
 */
export const UNSYNCHRONISED_SETTINGS: ReadonlySet<string> = new Set([
  // default gateway
  'dfltgw',
  'dfltgwv6',
  // host name, name server, domain; namserver is the former spelling
  'hostname',
  'ha1hostname',
  'ha2hostname',
  'nameserver',
  'namserver',
  'searchlist',
  // "If using HA, please set the parameter on both devices separately" (3.14)
  'dnssecclient',
  // administrative default gateway and certificates
  'admingw',
  'admincert',
  'localcert',
  // where its management interface answers: an address of its own, of which the manual does not name the parameters
  'wuiiface',
  'wuiport',
  'apiport',
  // time, and what else no setter sets
  'time',
  'boottime',
  'activetime',
  'serialnumber',
  'version',
  'hamode',
  'hastatus',
]);
