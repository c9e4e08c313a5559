import { inEveryPosition } from '../simulated-unit.ts';
import { describeSetGeoLists } from './set-geo-lists.contract.ts';

inEveryPosition(describeSetGeoLists);
