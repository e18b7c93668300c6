using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>What <c>Order</c>, <c>Allow</c>, <c>Deny</c> and <c>Satisfy</c> say in one place: the last place that has one of them counts alone.</summary>
/// <param name="Directives">These directives, with the methods they are for.</param>
internal sealed record HostRules(ImmutableArray<(Directive Directive, ApacheMethods Methods)> Directives)
{
    /// <summary>What is said in one place; null where nothing is.</summary>
    public static HostRules? Of(IEnumerable<Directive> directives, ApacheReader reader)
    {
        var rules = Read(directives, reader, ApacheMethods.All).ToImmutableArray();
        return rules.IsEmpty ? null : new(rules);
    }

    /// <summary>The <c>Satisfy Any</c> that counts for a method; null where both the address and the user have to do.</summary>
    public Directive? SatisfyAny(string method) =>
        Last("Satisfy", method) is { } satisfy && satisfy.Arguments is [var word, ..] && word.Text.Equals("any", StringComparison.OrdinalIgnoreCase) ? satisfy : null;

    /// <summary>Whether the address that asks may; null where the files do not tell.</summary>
    public bool? Allows(ApacheRequest request)
    {
        var order = Last("Order", request.Method)?.Arguments is { Length: > 0 } words ? string.Concat(words.Select(word => word.Text)).ToLowerInvariant() : "deny,allow";
        var (allowed, denied) = (Any("Allow", request), Any("Deny", request));
        return order switch
        {
            "allow,deny" => denied == true ? false : allowed == false ? false : allowed is null || denied is null ? null : true,
            "mutual-failure" => allowed == false || denied == true ? false : allowed is null || denied is null ? null : true,
            _ => allowed == true || denied == false ? true : allowed is null || denied is null ? null : false,
        };
    }

    private static IEnumerable<(Directive, ApacheMethods)> Read(IEnumerable<Directive> directives, ApacheReader reader, ApacheMethods methods)
    {
        foreach (var each in reader.Active(directives))
        {
            if (ApacheReader.Is(each, "Order") || ApacheReader.Is(each, "Allow") || ApacheReader.Is(each, "Deny") || ApacheReader.Is(each, "Satisfy"))
                yield return (each, methods);
            else if (ApacheReader.Is(each, "<Limit") || ApacheReader.Is(each, "<LimitExcept"))
                foreach (var inner in Read(each.Children, reader, ApacheMethods.Of(each)))
                    yield return inner;
        }
    }

    private Directive? Last(string name, string method) =>
        Directives.LastOrDefault(each => ApacheReader.Is(each.Directive, name) && each.Methods.Contains(method)).Directive;

    private bool? Any(string name, ApacheRequest request)
    {
        bool? any = false;
        foreach (var (directive, _) in Directives.Where(each => ApacheReader.Is(each.Directive, name) && each.Methods.Contains(request.Method)))
        {
            foreach (var from in directive.Arguments.Skip(1).Select(argument => argument.Text))
            {
                var one = from.Equals("all", StringComparison.OrdinalIgnoreCase) || AuthorizationWords.IsEverywhere(from) ? true
                    : from.StartsWith("env=!", StringComparison.OrdinalIgnoreCase) ? !request.Has([from[5..]])
                    : from.StartsWith("env=", StringComparison.OrdinalIgnoreCase) ? request.Has([from[4..]]) : (bool?)false;
                if (one == true)
                    return true;
                any = one is null ? null : any;
            }
        }

        return any;
    }
}
