/**
 * Settings that the units of a pair have in common, and by a difference in which another unit would be managed otherwise,
 * or serve its clients otherwise, after a failover. By their names in lower case, each as a published `getall` has it. No
 * secret, and nothing that belongs to one unit: "all user-defined settings are synchronized" but for those.
 * @see LoadMaster Interface Description, RESTful API, the sections named here; LoadMaster HA for AWS, section 4
 */
export const AUDITED_SETTINGS = [
  // 3.6.5, Cache Configuration
  'cachesize',
  // 3.12.4, Remote Access
  'enableapi',
  'geosshport',
  'sshaccess',
  'sshport',
  'tethering',
  'wuiaccess',
  // 3.12.5, Admin WUI Access
  'sessionbasicauth',
  'sessioncontrol',
  'sessionidletime',
  'sessionmaxfailattempts',
  'wuitlsprotocols',
  // 3.12.8, Intrusion Detection Options
  'paranoia',
  // 3.18, QoS/Limiting
  'clientcpslimit',
  'clientmaxbandwidthlimit',
  'clientmaxconnslimit',
  'clientrpslimit',
  // 3.19.6, Date/Time Settings
  'ntphost',
  // 3.22.2, L7 Configuration
  'addcookieport',
  'addforwardheader',
  'allowemptyposts',
  'closeonerror',
  'dropatdrainend',
  'droponfail',
  'expect100',
  'forcefullrsmatch',
  'l7ntlmproxy',
  'localbind',
  'rfcconform',
  'rsarelocal',
  'sharesubvspersist',
  'slowstart',
  'transparent',
  // 3.22.3, Network Options
  'allowupload',
  'conntimeout',
  'keepalive',
  'multigw',
  'nonlocalrs',
  'onlydefaultroutes',
  'resetclose',
  'routefilter',
  'snat',
  'sslforceserververify',
  'subnetorigin',
  'subnetoriginating',
  'tcpnorecycle',
  'tcptimestamp',
] as const;
