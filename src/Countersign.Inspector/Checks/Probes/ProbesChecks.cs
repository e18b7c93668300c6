using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Probes;

internal static class ProbesChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new WrongCredentialsAdmitted(),
        new MethodOpen(),
        new VariantOpen(),
        new FailsOverCredentials(),
        new ForbiddenToStrangers(),
        new BadRequestToStrangers(),
        new ConditionAnswered(),
        new MetadataUnusable(),
        new PreflightRefused(),
        new RefusalUnreadable(),
        new UsersToldApart(),
        new HiddenUnevenly(),
        new MissingTold(),
        new Guarded(),
    ];
}
