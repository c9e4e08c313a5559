import { inEveryPosition } from '../simulated-unit.ts';
import { describeSettings } from './settings.contract.ts';

inEveryPosition(describeSettings);
