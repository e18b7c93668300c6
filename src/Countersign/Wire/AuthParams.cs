using System.Collections.Immutable;

namespace Countersign.Wire;

/// <summary>Looking up parameters by their case-insensitive names.</summary>
internal static class AuthParams
{
    public static string? Find(ImmutableArray<AuthParam> parameters, string name)
    {
        foreach (ref readonly var parameter in parameters.AsSpan())
        {
            if (parameter.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                return parameter.Value;
        }

        return null;
    }
}
