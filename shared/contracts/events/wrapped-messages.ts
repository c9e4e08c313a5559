import * as z from 'zod/mini';

const batch = z.object({ Records: z.array(z.unknown()).check(z.minLength(1)) });
const sqsRecord = z.object({ eventSource: z.literal('aws:sqs'), body: z.string() });
const snsRecord = z.object({ EventSource: z.literal('aws:sns'), Sns: z.object({ Message: z.string() }) });
const snsInSqs = z.object({ Type: z.literal('Notification'), TopicArn: z.string(), Message: z.string() });

/** A record that is neither stays as it is, to be found malformed by itself. */
const messageOf = (record: unknown): unknown => {
  const sqs = z.safeParse(sqsRecord, record);
  if (sqs.success) return sqs.data.body;
  const sns = z.safeParse(snsRecord, record);
  return sns.success ? sns.data.Sns.Message : record;
};

/**
 * The messages in what SQS or SNS hands to a function, or in a notification that SNS put into a queue; each is
 * JSON text. Undefined for what wraps nothing.
 * @see AWS Lambda Developer Guide, Using Lambda with Amazon SQS, Using Lambda with Amazon SNS
 */
export const wrappedMessages = (raw: unknown): readonly unknown[] | undefined => {
  const records = z.safeParse(batch, raw);
  if (records.success) return records.data.Records.map(messageOf);
  const notification = z.safeParse(snsInSqs, raw);
  return notification.success ? [notification.data.Message] : undefined;
};
