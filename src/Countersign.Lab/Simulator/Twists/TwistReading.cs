using System.Collections.Immutable;
using Countersign.Lab.Simulator.Clients;
using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>Reads the twists of a query. A name or a value that has no meaning is an error: what is asked for and does not happen would be taken for the server's behaviour.</summary>
internal static class TwistReading
{
    /// <summary>The twists in the order in which they work; null where something is wrong.</summary>
    public static ImmutableArray<(Twist Twist, string Value)>? Read(SimulatedRequest request, ImmutableArray<SchemeKind> kinds, out string fault)
    {
        foreach (var name in request.Context.Request.Query.Keys)
        {
            if (TwistCatalogue.Find(name) is null && name is not ("seed" or SimulatorClients.Parameter) && !kinds.Any(kind => kind.Parameters.Any(parameter => parameter.Name == name)))
            {
                fault = $"'{name}', which is none of {string.Join(", ", TwistCatalogue.All.Select(twist => twist.Name).Concat(kinds.SelectMany(kind => kind.Parameters).Select(parameter => parameter.Name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))}";
                return null;
            }
        }

        var found = ImmutableArray.CreateBuilder<(Twist, string)>();
        foreach (var twist in TwistCatalogue.All)
        {
            if (request.Query(twist.Name) is not { } value)
                continue;
            if ((FaultOf(twist, value) ?? SchemeFaultOf(twist, kinds)) is { } wrong)
            {
                fault = $"{twist.Name}={value}. {wrong}";
                return null;
            }

            found.Add((twist, value));
        }

        fault = "";
        return found.DrainToImmutable();
    }

    private static string? SchemeFaultOf(Twist twist, ImmutableArray<SchemeKind> kinds) =>
        twist.Scheme is { } scheme && !kinds.Any(kind => kind.Name == scheme) ? $"It is about {scheme}, which the path does not name." : null;

    private static string? FaultOf(Twist twist, string value) => twist.IsClosed
        ? twist.Values.Any(each => each.Value == value) ? null : $"It is one of {string.Join(", ", twist.Values.Select(each => each.Value))}."
        : twist.FaultOf(value);
}
