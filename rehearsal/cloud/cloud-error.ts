/** What an AWS API answers instead of a result: the code, HTTP status and message that go on the wire as they are. */
export class CloudError extends Error {
  /** AWS's error code, such as `InvalidInstanceID.NotFound`. */
  readonly code: string;
  readonly httpStatus: number;

  constructor(code: string, httpStatus: number, message: string) {
    super(message);
    this.name = 'CloudError';
    this.code = code;
    this.httpStatus = httpStatus;
  }
}
