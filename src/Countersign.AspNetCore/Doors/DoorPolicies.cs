using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Words;
using Countersign.Decisions;
using Countersign.Schemes.Session;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;

namespace Countersign.AspNetCore.Doors;

/// <summary>Which policies hold for an endpoint.</summary>
/// <param name="policies">All policies by their names.</param>
/// <param name="byDefault">The one that holds where none is named; null for none.</param>
/// <param name="realms">The realms of the schemes by their names.</param>
/// <param name="telemetry">Counts decisions.</param>
/// <param name="journal">Counts admissions.</param>
internal sealed class DoorPolicies(
    Dictionary<string, NamedPolicy> policies, string? byDefault, Dictionary<string, string> realms, GatewayTelemetry telemetry, Journal journal)
{
    private readonly ConditionalWeakTable<Endpoint, EndpointArea> _known = [];
    private readonly Lock _making = new();
    private EndpointArea? _nowhere;

    /// <summary>What a request for an endpoint is judged for; null when nothing is demanded.</summary>
    /// <param name="endpoint">What routing chose; null when it chose nothing.</param>
    public EndpointArea? Of(Endpoint? endpoint)
    {
        if (endpoint is null)
            return byDefault is null ? null : _nowhere ?? Nowhere(byDefault);
        var area = _known.GetValue(endpoint, Find);
        return area.Policies.IsEmpty ? null : area;
    }

    private EndpointArea Nowhere(string policy)
    {
        lock (_making)
            return _nowhere ??= AreaFor("(no endpoint)", [policy]);
    }

    private EndpointArea Find(Endpoint endpoint)
    {
        var demand = EndpointDemand.Of(endpoint);
        if (demand.IsOpened)
            return new([], null, null);
        var names = demand.Policies.IsEmpty && byDefault is not null ? [byDefault] : demand.Policies;
        return names.IsEmpty ? new([], null, null) : AreaFor(NameOf(endpoint), names);
    }

    private EndpointArea AreaFor(string name, ImmutableArray<string> names)
    {
        if (names.FirstOrDefault(each => !policies.ContainsKey(each)) is { } unknown)
            return new(names, null, $"there is no policy '{unknown}'{NearestName.Meant(unknown, policies.Keys)}");
        var rules = names.Select(each => policies[each].Rules).Aggregate(AccessPolicy.Both);
        if (rules.Kind == AccessKind.AnyOf && rules.Schemes.IsEmpty)
            return new(names, null, $"the policies {string.Join(" and ", names)} have no scheme in common, by which a request could meet them all");
        var area = new ProtectedArea
        {
            Name = name,
            Policy = rules,
            Realm = rules.Schemes is [var first, ..] ? realms[first.Id] : null,
            Session = rules.Schemes.OfType<SessionScheme>().FirstOrDefault(),
            OnUnauthenticated = AnswerOf([.. names.Select(each => policies[each].OnUnauthenticated)]),
            Conceal = names.Any(each => policies[each].Conceal),
            Meters = new RouteMeters(name, rules.Schemes, telemetry, journal),
        };
        return new(names, area, null);
    }

    /// <summary>Of several, the one that says most plainly what is wrong.</summary>
    private static UnauthenticatedAnswer AnswerOf(ImmutableArray<UnauthenticatedAnswer> answers)
    {
        if (answers.Contains(UnauthenticatedAnswer.Challenge))
            return UnauthenticatedAnswer.Challenge;
        return answers.Contains(UnauthenticatedAnswer.Login) ? UnauthenticatedAnswer.Login : UnauthenticatedAnswer.Auto;
    }

    /// <summary>Its route, as OpenTelemetry has it: never what a client wrote.</summary>
    private static string NameOf(Endpoint endpoint) =>
        endpoint.Metadata.GetMetadata<IRouteDiagnosticsMetadata>()?.Route ?? (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? endpoint.DisplayName ?? "(unnamed)";
}
