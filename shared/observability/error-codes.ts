import type { AwsFailureCode } from '#aws/aws-failure.ts';
import type { UnreadCode } from '#domain/pair/seen.ts';
import type { EnrolmentFailureCode } from '#loadmaster/enrolment.ts';
import type { JobFailureCode } from '#loadmaster/jobs/job-end.ts';
import type { UnitFailureCode } from '#loadmaster/unit-failure.ts';

/** Every code under which something can fail. Closed: a new one fails the type check until it has its meaning below. */
export type ErrorCode =
  | UnreadCode
  | AwsFailureCode
  | UnitFailureCode
  | EnrolmentFailureCode
  | JobFailureCode
  | 'gateway-error';

/** What each code means to an operator, in one line. The runbook's entries are made from these. */
export const ERROR_MEANINGS: Readonly<Record<ErrorCode, string>> = {
  'not-asked': 'Nobody asked in this look, because the answer was not needed.',
  throttled: 'AWS refused the call for rate, also after the back-off; the next look asks again.',
  'aws-error': 'AWS did not answer, or answered with an error that has no code of its own here.',
  'access-denied':
    'The function’s role does not allow the call, or the resource lacks the tag the role asks for.',
  'invalid-target': 'The instance cannot be a target of the group: not running, or in another VPC.',
  'target-group-not-found':
    'The declared target group does not exist: correct the estate, or create it again.',
  'incorrect-instance-state': 'EC2 refuses the action in the state the instance is in.',
  'operation-not-permitted': 'EC2 refuses: the instance is protected against being stopped or terminated.',
  'not-taken': 'AWS answered a change of a setting, and its answer shows another value than was sent.',
  'loadmaster-unreachable':
    'The unit’s management port does not answer: check that the unit runs, the security group, and the declared port (8443, not 8444).',
  'loadmaster-timeout': 'The unit’s management port took the connection and did not answer in time.',
  'loadmaster-refused': 'The unit answered and refused; the gateway’s log has the exact code.',
  'loadmaster-auth':
    'The unit refused the credentials (401). So that the user is not blocked, they are tried once more after 15 minutes, then not until the secret changes: correct it.',
  'loadmaster-permission': 'The unit’s user lacks the permission for this command (403).',
  'loadmaster-api-disabled':
    'The unit’s API interface is disabled (404): enable it under Certificates & Security > Remote Access.',
  'loadmaster-unknown-command': 'The unit’s firmware does not know the command (405): it is too old.',
  'loadmaster-wrong-platform':
    'The unit has no AWS HA parameters: it is no LoadMaster for AWS, or not the unit that was meant.',
  'loadmaster-command': 'The unit refused the command’s values; its own words are in the gateway’s log.',
  'loadmaster-certificate-changed':
    'The unit shows another certificate than the pinned one. Nothing was sent to it. Find out why, then declare the new SHA-256.',
  'loadmaster-garbage': 'What answers on the management port does not speak the LoadMaster API.',
  'loadmaster-too-large':
    'The unit’s reply was larger than any reply should be, and was not read to its end.',
  'loadmaster-not-taken': 'The unit said it had changed the setting, and reads back the old value.',
  'credentials-unavailable': 'The secret named for the unit does not exist, or the gateway may not read it.',
  'credentials-malformed': 'The secret named for the unit is neither {"user","password"} nor {"apikey"}.',
  'management-not-private':
    'The endpoint to enrol is not https:// and a private address: the gateway connects to nothing else.',
  'unit-not-declared': 'The gateway’s region has no such pair or standalone.',
  'estate-unread': 'The gateway could not read from the table what is declared of the unit.',
  'brick-floor':
    'The version is below 7.2.36 and the unit runs 7.2.36 or later: it would become inaccessible for good. Nothing was sent to it, and nothing can insist.',
  'version-unread':
    'The unit says that it runs something that is no version, so nothing was sent to it that depends on it.',
  'wrong-image':
    'The image’s file name does not begin with the version that was asked for: keep the vendor’s file names.',
  'image-missing': 'The region’s firmware bucket has no object of this key: upload the image under images/.',
  'image-checksum':
    'The image in the firmware bucket has another SHA-256 than declared: upload it again, or correct the rollout.',
  'image-unread':
    'S3 did not give the image, or not to its end, or it was replaced meanwhile. The unit does not take part of an image.',
  'backup-empty': 'The unit answered the request for a backup and sent nothing.',
  'backup-unstored':
    'S3 did not take the backup, or did not give it back: check the bucket and the role of the jobs function.',
  'backup-differs': 'What was read back from S3 is not what the unit sent: it does not count as a backup.',
  'no-such-previous':
    'The unit does not keep the version to go back to as its previous one: install an image instead.',
  'no-partner-secret':
    'The pair declares no partnerSecret, which both units need from 7.2.54.10 (LTSF) and 7.2.59.4 (GA) on.',
  'partner-secret-unavailable':
    'The secret named as partnerSecret does not exist, or the jobs function may not read it.',
  'partner-secret-malformed':
    'The secret named as partnerSecret is neither a text of 8 to 127 characters nor {"secret"} with one.',
  'geo-list-too-long':
    'The unit takes no more addresses into the GEO list: split the GEO cluster, or ask the vendor how many the firmware takes.',
  'gateway-error':
    'The gateway was throttled, failed, took too long, or could not ask the unit; see its log.',
};
