using System.Collections.Immutable;

namespace Countersign.Inspector.Checks.Content;

internal static class ContentChecks
{
    public static ImmutableArray<ExchangeCheck> All { get; } =
    [
        new LeaksInternals(),
        new HtmlForJson(),
        new ProblemStatus(),
        new EmptyRefusal(),
        new ProblemAgrees(),
    ];
}
