import { inEveryPosition } from '../simulated-unit.ts';
import { describeReadFirmware } from './read-firmware.contract.ts';

inEveryPosition(describeReadFirmware);
