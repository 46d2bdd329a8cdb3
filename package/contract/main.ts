import { publish } from "./published";

publish();
process.stdout.write("package/contract/published.golden.json holds the present contract.\n");
