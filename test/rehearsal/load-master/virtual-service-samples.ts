/** One service as a published capture of `listvs` in API v1 shows it. */
export const SERVICE_V1 = `
<Status>Down</Status>
<Index>1</Index>
<VSAddress>192.168.1.222</VSAddress>
<VSPort>80</VSPort>
<Layer>7</Layer>
<NickName>foo</NickName>
<Enable>Y</Enable>
<SSLReverse>N</SSLReverse>
<SSLReencrypt>N</SSLReencrypt>
<InterceptMode>0</InterceptMode>
<Intercept>N</Intercept>
<InterceptOpts>
<Opt>opnormal</Opt>
<Opt>auditrelevant</Opt>
<Opt>reqdatadisable</Opt>
<Opt>resdatadisable</Opt>
</InterceptOpts>
<AlertThreshold>0</AlertThreshold>
<OwaspOpts>
<Opt>opnormal</Opt>
<Opt>auditnone</Opt>
<Opt>reqdatadisable</Opt>
<Opt>resdatadisable</Opt>
</OwaspOpts>
<BlockingParanoia>0</BlockingParanoia>
<IPReputationBlocking>N</IPReputationBlocking>
<ExecutingParanoia>0</ExecutingParanoia>
<AnomalyScoringThreshold>0</AnomalyScoringThreshold>
<PCRELimit>0</PCRELimit>
<JSONDLimit>0</JSONDLimit>
<BodyLimit>0</BodyLimit>
<Transactionlimit>0</Transactionlimit>
<Transparent>N</Transparent>
<SubnetOriginating>Y</SubnetOriginating>
<ServerInit>0</ServerInit>
<StartTLSMode>0</StartTLSMode>
<Idletime>660</Idletime>
<Cache>N</Cache>
<Compress>N</Compress>
<Verify>0</Verify>
<UseforSnat>N</UseforSnat>
<ForceL4>N</ForceL4>
<ForceL7>Y</ForceL7>
<MultiConnect>N</MultiConnect>
<ClientCert>0</ClientCert>
<SecurityHeaderOptions>0</SecurityHeaderOptions>
<SameSite>0</SameSite>
<VerifyBearer>N</VerifyBearer>
<ErrorCode>0</ErrorCode>
<CheckUse1.1>N</CheckUse1.1>
<MatchLen>0</MatchLen>
<CheckUseGet>0</CheckUseGet>
<SSLRewrite>0</SSLRewrite>
<VStype>http</VStype>
<FollowVSID>0</FollowVSID>
<Protocol>tcp</Protocol>
<Schedule>rr</Schedule>
<CheckType>http</CheckType>
<PersistTimeout>0</PersistTimeout>
<CheckPort>0</CheckPort>
<HTTPReschedule>N</HTTPReschedule>
<NRules>0</NRules>
<NRequestRules>0</NRequestRules>
<NResponseRules>0</NResponseRules>
<NMatchBodyRules>0</NMatchBodyRules>
<NPreProcessRules>0</NPreProcessRules>
<EspEnabled>N</EspEnabled>
<InputAuthMode>0</InputAuthMode>
<OutputAuthMode>0</OutputAuthMode>
<MasterVS>0</MasterVS>
<MasterVSID>0</MasterVSID>
<IsTransparent>2</IsTransparent>
<AddVia>0</AddVia>
<QoS>0</QoS>
<TlsType>0</TlsType>
<NeedHostName>N</NeedHostName>
<OCSPVerify>N</OCSPVerify>
<AllowHTTP2>N</AllowHTTP2>
<PassCipher>N</PassCipher>
<PassSni>N</PassSni>
<ChkInterval>0</ChkInterval>
<ChkTimeout>0</ChkTimeout>
<ChkRetryCount>0</ChkRetryCount>
<Bandwidth>0</Bandwidth>
<ConnsPerSecLimit>0</ConnsPerSecLimit>
<RequestsPerSecLimit>0</RequestsPerSecLimit>
<MaxConnsLimit>0</MaxConnsLimit>
<RefreshPersist>N</RefreshPersist>
<ResponseStatusRemap>N</ResponseStatusRemap>
<ResponseRemapMsgFormat>0</ResponseRemapMsgFormat>
<EnhancedHealthChecks>N</EnhancedHealthChecks>
<RsMinimum>0</RsMinimum>
<NumberOfRSs>0</NumberOfRSs>`;

/** One service as a published capture of `showvs` in API v2 shows it, but for `code` and `status`. */
export const SERVICE_V2 = {
  Status: 'Down',
  Index: 1,
  VSAddress: '192.168.1.239',
  VSPort: '80',
  Layer: 7,
  NickName: 'foo',
  Enable: true,
  SSLReverse: false,
  SSLReencrypt: false,
  InterceptMode: 0,
  Intercept: false,
  InterceptOpts: ['opnormal', 'auditrelevant', 'reqdatadisable', 'resdatadisable'],
  AlertThreshold: 0,
  OwaspOpts: ['opnormal', 'auditnone', 'reqdatadisable', 'resdatadisable'],
  BlockingParanoia: 0,
  IPReputationBlocking: false,
  ExecutingParanoia: 0,
  AnomalyScoringThreshold: 0,
  PCRELimit: 0,
  JSONDLimit: 0,
  BodyLimit: 0,
  Transactionlimit: 0,
  Transparent: false,
  SubnetOriginating: true,
  ServerInit: 0,
  StartTLSMode: 0,
  Idletime: 660,
  Cache: false,
  Compress: false,
  Verify: 0,
  UseforSnat: false,
  ForceL4: false,
  ForceL7: true,
  MultiConnect: false,
  ClientCert: 0,
  SecurityHeaderOptions: 0,
  SameSite: 0,
  VerifyBearer: false,
  ErrorCode: '0',
  'CheckUse1.1': false,
  MatchLen: 0,
  CheckUseGet: 0,
  SSLRewrite: '0',
  VStype: 'http',
  FollowVSID: 0,
  Protocol: 'tcp',
  Schedule: 'rr',
  CheckType: 'http',
  PersistTimeout: '0',
  CheckPort: '0',
  HTTPReschedule: false,
  NRules: 0,
  NRequestRules: 0,
  NResponseRules: 0,
  NMatchBodyRules: 0,
  NPreProcessRules: 0,
  EspEnabled: false,
  InputAuthMode: 0,
  OutputAuthMode: 0,
  MasterVS: 0,
  MasterVSID: 0,
  IsTransparent: 2,
  AddVia: 0,
  QoS: 0,
  TlsType: '0',
  NeedHostName: false,
  OCSPVerify: false,
  AllowHTTP2: false,
  PassCipher: false,
  PassSni: false,
  ChkInterval: 0,
  ChkTimeout: 0,
  ChkRetryCount: 0,
  Bandwidth: 0,
  ConnsPerSecLimit: 0,
  RequestsPerSecLimit: 0,
  MaxConnsLimit: 0,
  RefreshPersist: false,
  EnhancedHealthChecks: false,
  RsMinimum: 0,
  NumberOfRSs: 0,
};

/** Two fields that the v1 capture has and the v2 capture, of an older firmware, has not. */
export const NEWER_FIELDS_V2 = { ResponseStatusRemap: false, ResponseRemapMsgFormat: 0 };
