import { inEveryPosition } from '../simulated-unit.ts';
import { describeConfiguration } from './configuration.contract.ts';

inEveryPosition(describeConfiguration);
