import assert from "node:assert/strict";
import { ImagesConfig } from "../config/operations";
import { developmentSite, only, productionSite, underMocks } from "../testing/mocks";
import { nodeImagePolicies } from "./policies";
import { ImageRegistries, type ImageRegistriesArgs } from "./image-registries";

const KEY = "arn:aws:kms:us-west-2:111122223333:key/00000000-0000-0000-0000-000000000001";
const RULE = "aws:ecr/pullThroughCacheRule:PullThroughCacheRule";
const REPOSITORIES = "arn:aws:ecr:us-west-2:111122223333:repository/kubeflow-prod/*";
const tags = { environment: "prod" };

const run = (args: Pick<ImageRegistriesArgs, "config"> & Partial<ImageRegistriesArgs>) =>
  underMocks(() => {
    const made = new ImageRegistries("images", { site: productionSite, dataKeyArn: KEY, tags, ...args });
    return { registries: made.imageRegistries, mirror: made.imageMirror ?? "none" };
  });

describe("ImageRegistries", () => {
  it("caches the registries that need no credentials", async () => {
    const { resources, value } = await run({ config: ImagesConfig.parse({ kind: "pull-through-cache" }) });
    assert.deepEqual(
      resources.filter(({ type }) => type === RULE).map(({ name, inputs }) => [name, inputs]),
      [
        ["images-k8s", { ecrRepositoryPrefix: "kubeflow-prod/k8s", upstreamRegistryUrl: "registry.k8s.io" }],
        ["images-quay", { ecrRepositoryPrefix: "kubeflow-prod/quay", upstreamRegistryUrl: "quay.io" }],
        ["images-ecr", { ecrRepositoryPrefix: "kubeflow-prod/ecr", upstreamRegistryUrl: "public.ecr.aws" }],
      ],
    );
    assert.deepEqual(value, {
      registries: {
        "registry.k8s.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/kubeflow-prod/k8s",
        "quay.io": "111122223333.dkr.ecr.us-west-2.amazonaws.com/kubeflow-prod/quay",
        "public.ecr.aws": "111122223333.dkr.ecr.us-west-2.amazonaws.com/kubeflow-prod/ecr",
      },
      mirror: "none",
    });
  });

  it("has ECR make encrypted and tagged repositories that forget what is old", async () => {
    const { resources } = await run({ config: ImagesConfig.parse({ kind: "pull-through-cache" }) });
    const { lifecyclePolicy, ...template } = only(
      resources,
      "aws:ecr/repositoryCreationTemplate:RepositoryCreationTemplate",
      "images-template",
    ).inputs;
    assert.deepEqual(template, {
      prefix: "kubeflow-prod",
      description: "image caches of kubeflow-prod",
      appliedFors: ["PULL_THROUGH_CACHE"],
      customRoleArn: "arn:aws:iam::111122223333:role/kubeflow-prod-image-cache",
      encryptionConfigurations: [{ encryptionType: "KMS", kmsKey: KEY }],
      imageTagMutability: "MUTABLE",
      resourceTags: { environment: "prod" },
    });
    assert.deepEqual(JSON.parse(String(lifecyclePolicy)), {
      rules: [
        {
          rulePriority: 1,
          description: "images without a tag go after 30 days",
          selection: {
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countUnit: "days",
            countNumber: 30,
          },
          action: { type: "expire" },
        },
        {
          rulePriority: 2,
          description: "the newest 50 tagged images stay",
          selection: {
            tagStatus: "tagged",
            tagPatternList: ["*"],
            countType: "imageCountMoreThan",
            countNumber: 50,
          },
          action: { type: "expire" },
        },
      ],
    });
  });

  it("gives ECR a role for the environment's repositories and key alone, within the boundary", async () => {
    const boundary = "arn:aws:iam::111122223333:policy/boundary";
    const { resources } = await run({
      config: ImagesConfig.parse({ kind: "pull-through-cache" }),
      permissionsBoundaryArn: boundary,
    });
    const { assumeRolePolicy, ...role } = only(resources, "aws:iam/role:Role", "images-creation").inputs;
    assert.deepEqual(role, {
      name: "kubeflow-prod-image-cache",
      description: "ECR makes the repositories of image caches with it",
      permissionsBoundary: boundary,
    });
    assert.deepEqual(JSON.parse(String(assumeRolePolicy)), {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "ecr.amazonaws.com" }, Action: "sts:AssumeRole" }],
    });
    const { policy } = only(resources, "aws:iam/rolePolicy:RolePolicy", "images-creation").inputs;
    assert.deepEqual(JSON.parse(String(policy)), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "MakeCacheRepositories",
          Effect: "Allow",
          Action: ["ecr:CreateRepository", "ecr:TagResource"],
          Resource: REPOSITORIES,
        },
        {
          Sid: "EncryptThem",
          Effect: "Allow",
          Action: ["kms:CreateGrant", "kms:RetireGrant", "kms:DescribeKey"],
          Resource: KEY,
          Condition: { StringEquals: { "kms:ViaService": "ecr.us-west-2.amazonaws.com" } },
        },
      ],
    });
  });

  it("hands on credentials, once a registry", async () => {
    const credentialArn =
      "arn:aws:secretsmanager:us-west-2:111122223333:secret:ecr-pullthroughcache/hub-AbCdEf";
    const { resources } = await run({
      site: developmentSite,
      config: ImagesConfig.parse({
        kind: "pull-through-cache",
        registries: ["docker.io", "docker.io"],
        credentialArns: { "docker.io": credentialArn },
      }),
    });
    assert.deepEqual(only(resources, RULE, "images-hub").inputs, {
      ecrRepositoryPrefix: "kubeflow-dev/hub",
      upstreamRegistryUrl: "registry-1.docker.io",
      credentialArn,
    });
  });

  it("lets nodes fill the caches of this environment, and no other repository", () => {
    const policies = nodeImagePolicies(productionSite, ImagesConfig.parse({ kind: "pull-through-cache" }));
    assert.deepEqual(Object.keys(policies), ["fill-image-caches"]);
    assert.deepEqual(JSON.parse(policies["fill-image-caches"] ?? ""), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "FillImageCaches",
          Effect: "Allow",
          Action: ["ecr:BatchImportUpstreamImage", "ecr:CreateRepository"],
          Resource: REPOSITORIES,
        },
      ],
    });
    assert.deepEqual(nodeImagePolicies(productionSite, { kind: "upstream" }), {});
  });

  it("makes nothing for a mirror, and names it", async () => {
    const { resources, value } = await run({
      config: { kind: "mirror", registry: "images.acme.example/kubeflow" },
    });
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
    assert.deepEqual(value, { registries: {}, mirror: "images.acme.example/kubeflow" });
  });

  it("makes nothing for upstream's registries", async () => {
    const { resources } = await run({ config: { kind: "upstream" } });
    assert.deepEqual(
      resources.filter(({ type }) => type.startsWith("aws:")),
      [],
    );
  });
});
