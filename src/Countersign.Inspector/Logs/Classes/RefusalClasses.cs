using System.Collections.Immutable;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>All classes in the order in which they are shown.</summary>
internal static class RefusalClasses
{
    private static readonly ImmutableArray<RefusalClassRow> Rows =
    [
        new("", "undecided", "not decided", "Write down whether credentials came; see the line on the log's format.", LogDimension.Area),
        new("", "anonymous", "no credentials: a first leg or a probe", "Ordinary: leave these out of alerts.", LogDimension.Area),
        new("M1", "anonymous-probe", "anonymous probes: scanners, health checks", "Ordinary: leave these out of alerts. Give health checks a path that needs no credentials.", LogDimension.Agent),
        new("M2", "first-leg", "first legs: the same client got in right after", "Ordinary. Clients that send credentials at once (preemptive Basic, a kept nonce) save the round trip.", LogDimension.Agent),
        new("M3", "renewed", "expired, then renewed", "Ordinary. Clients that renew shortly before the end save the round trip.", LogDimension.Area),
        new("M4", "not-renewed", "expired, and never renewed", "A client's fault: it goes on with credentials that are over. Tell whoever makes it.", LogDimension.Agent),
        new("M5", "credential-refused", "one credential that fails everywhere", "Revoked, changed or mistyped: find out who still uses it, and stop that or give it a new one.", LogDimension.Name),
        new("M6", "guessing", "one address that tries many names or passwords", "An attack, unless the address is a proxy's: limit or ban it, and look whether anybody got in.", LogDimension.Address),
        new("M7", "outage", "all clients at once", "The service's fault: look for changed keys, a wrong clock, an identity provider or a store that fails.", LogDimension.Area, Counts: true),
        new("M8", "one-node", "one node only", "The service's fault: that node differs in keys, clock, configuration or version. Take it out and compare.", LogDimension.Node, Counts: true),
        new("M9", "deploy", "since a deployment", "The service's fault: it lets in fewer than before. Compare configuration and keys, or go back.", LogDimension.Area, Counts: true),
        new("M10", "robot", "crawlers, and assets that are asked for without credentials", "Ordinary. What is public needs no protection; what is not needs no link.", LogDimension.Agent),
    ];

    public static RefusalClassRow Row(this RefusalClass refusal) => Rows[(int)refusal];

    /// <summary>The classes M1 to M10.</summary>
    public static IEnumerable<RefusalClass> Decided => Enum.GetValues<RefusalClass>().Where(each => each > RefusalClass.Anonymous);
}
