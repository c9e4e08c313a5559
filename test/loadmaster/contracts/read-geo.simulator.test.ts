import { inEveryPosition } from '../simulated-unit.ts';
import { describeReadGeo } from './read-geo.contract.ts';

inEveryPosition(describeReadGeo);
