import * as grpc from "@grpc/grpc-js";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import {
  CheckFailure,
  CheckResponse,
  DiffResponse,
  ErrorResourceInitFailed,
  PropertyDiff,
} from "@pulumi/pulumi/proto/provider_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { InitError, type CheckResult, type DiffResult } from "./handlers";
import { toStruct } from "./properties";

const kinds = {
  add: [PropertyDiff.Kind.ADD, PropertyDiff.Kind.ADD_REPLACE],
  delete: [PropertyDiff.Kind.DELETE, PropertyDiff.Kind.DELETE_REPLACE],
  update: [PropertyDiff.Kind.UPDATE, PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

/** A check's result as the engine's message. */
export function checkAnswer(result: CheckResult): CheckResponse {
  const failures = (result.failures ?? []).map(({ property, reason }) =>
    new CheckFailure().setProperty(property).setReason(reason),
  );
  return new CheckResponse().setInputs(toStruct(result.inputs)).setFailuresList(failures);
}

/** A diff's result as the engine's message. */
export function diffAnswer(result: DiffResult): DiffResponse {
  const { changes } = result;
  const answer = new DiffResponse();
  answer.setChanges(
    changes.length === 0 ? DiffResponse.DiffChanges.DIFF_NONE : DiffResponse.DiffChanges.DIFF_SOME,
  );
  answer.setDiffsList([...new Set(changes.map(({ keys }) => String(keys[0] ?? "")))]);
  answer.setReplacesList(changes.filter(({ replace }) => replace === true).map(({ path }) => path));
  answer.setDeletebeforereplace(result.deleteBeforeReplace === true);
  answer.setStablesList([...(result.stables ?? [])]);
  answer.setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const detail = new PropertyDiff().setKind(kinds[kind][replace === true ? 1 : 0]).setInputdiff(true);
    answer.getDetaileddiffMap().set(path, detail);
  }
  return answer;
}

/**
 * An error as gRPC hands it over: the message alone, no stack.
 *
 * An {@link InitError} carries the resource with it, in the header that Go's gRPC reads error details from.
 */
export function errorAnswer(error: unknown): Partial<grpc.StatusObject> {
  const details = error instanceof Error ? error.message : String(error);
  if (!(error instanceof InitError)) {
    return { code: grpc.status.UNKNOWN, details };
  }
  const failed = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(toStruct(error.outputs))
    .setReasonsList([...error.reasons]);
  const detail = new Any();
  detail.pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(details);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return { code: grpc.status.UNKNOWN, details, metadata };
}
