using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>A <c>Require</c>, or a block of such.</summary>
/// <param name="Directive">Where it is said; null for what joins the directives of one place, or of two.</param>
/// <param name="Join">How those in it are joined.</param>
/// <param name="Rules">Those in it; empty for a <c>Require</c>.</param>
internal sealed record AuthorizationRule(Directive? Directive, AuthorizationJoin Join, ImmutableArray<AuthorizationRule> Rules)
{
    public bool IsNegated { get; init; }

    public ApacheMethods Methods { get; init; } = ApacheMethods.All;

    /// <summary>The words behind <c>Require</c>, without <c>not</c>.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>It and all in it that are no blocks.</summary>
    public IEnumerable<AuthorizationRule> Leaves => Join == AuthorizationJoin.None ? [this] : Rules.SelectMany(rule => rule.Leaves);

    /// <summary>Whether somebody has to sign in for it to be fulfilled.</summary>
    public bool NeedsUser => Join == AuthorizationJoin.None && AuthorizationWords.NeedsUser(Words);

    public bool IsFor(string method) => Join == AuthorizationJoin.None ? Methods.Contains(method) : Rules.Any(rule => rule.IsFor(method));

    /// <summary>What is said in one place; null where nothing is.</summary>
    public static AuthorizationRule? Of(IEnumerable<Directive> directives, ApacheReader reader)
    {
        var rules = Read(directives, reader, ApacheMethods.All).ToImmutableArray();
        return rules.IsEmpty ? null : new(null, AuthorizationJoin.Any, rules);
    }

    /// <summary>What it makes of a request without a user.</summary>
    public AuthorizationAnswer Ask(ApacheRequest request, AuthorizationJoin outer = AuthorizationJoin.All)
    {
        if (!IsFor(request.Method))
            return outer == AuthorizationJoin.All ? AuthorizationAnswer.Granted : AuthorizationAnswer.Neutral;
        var answer = Join == AuthorizationJoin.None ? AuthorizationWords.Ask(Words, request) : AskRules(request);
        if (!IsNegated)
            return answer;
        return answer switch
        {
            AuthorizationAnswer.Granted => AuthorizationAnswer.Denied,
            AuthorizationAnswer.Unknown => AuthorizationAnswer.Unknown,
            _ => AuthorizationAnswer.Neutral,
        };
    }

    private AuthorizationAnswer AskRules(ApacheRequest request)
    {
        var isAll = Join == AuthorizationJoin.All;
        var (answer, isUnknown) = (AuthorizationAnswer.Neutral, false);
        foreach (var rule in Rules)
        {
            var one = rule.Ask(request, Join);
            if (one == (isAll ? AuthorizationAnswer.Denied : AuthorizationAnswer.Granted))
                return one;
            isUnknown |= one == AuthorizationAnswer.Unknown;
            if (one != AuthorizationAnswer.Neutral && (answer == AuthorizationAnswer.Neutral || one == AuthorizationAnswer.DeniedWithoutUser))
                answer = one;
        }

        return isUnknown ? AuthorizationAnswer.Unknown : answer;
    }

    private static IEnumerable<AuthorizationRule> Read(IEnumerable<Directive> directives, ApacheReader reader, ApacheMethods methods)
    {
        foreach (var each in reader.Active(directives))
        {
            if (ApacheReader.Is(each, "Require"))
            {
                var words = each.Arguments.Select(argument => argument.Text).ToImmutableArray();
                var isNegated = words is [var first, ..] && first.Equals("not", StringComparison.OrdinalIgnoreCase);
                yield return new(each, AuthorizationJoin.None, []) { Words = isNegated ? words[1..] : words, IsNegated = isNegated, Methods = methods };
            }
            else if (ApacheReader.Is(each, "<Limit") || ApacheReader.Is(each, "<LimitExcept"))
            {
                foreach (var rule in Read(each.Children, reader, ApacheMethods.Of(each)))
                    yield return rule;
            }
            else if (ApacheReader.Is(each, "<RequireAll") || ApacheReader.Is(each, "<RequireAny") || ApacheReader.Is(each, "<RequireNone"))
            {
                var join = ApacheReader.Is(each, "<RequireAll") ? AuthorizationJoin.All : AuthorizationJoin.Any;
                yield return new(each, join, [.. Read(each.Children, reader, methods)]) { IsNegated = ApacheReader.Is(each, "<RequireNone") };
            }
        }
    }
}
