import * as path from "node:path";
import { buildPackage } from "./build";

buildPackage(path.join(__dirname, "dist"));
