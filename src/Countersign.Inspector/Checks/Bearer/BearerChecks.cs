using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Bearer;

internal static class BearerChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new DpopNonceMissing(),
        new ResourceMetadataUrl(),
        new ErrorMissing(),
        new ErrorUnknown(),
        new ErrorStatus(),
        new ErrorWithoutCredentials(),
        new NoParameter(),
        new Characters(),
        new TokenInQuery(),
        new ResourceMetadataMissing(),
        new ScopeUnnamed(),
        new StepUpUnnamed(),
        new ResourceMetadata(),
    ];
}
