import { inEveryPosition } from '../simulated-unit.ts';
import { describeGeo } from './geo.contract.ts';

inEveryPosition(describeGeo);
