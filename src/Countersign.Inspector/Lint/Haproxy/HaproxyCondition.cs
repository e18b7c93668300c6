using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Inspector.Lint.Haproxy;

/// <summary>What stands behind <c>if</c> or <c>unless</c>.</summary>
/// <param name="IsUnless">Whether it is the opposite that counts.</param>
/// <param name="Alternatives">Terms, of which all of one alternative have to hold.</param>
internal sealed record HaproxyCondition(bool IsUnless, ImmutableArray<ImmutableArray<HaproxyTerm>> Alternatives)
{
    /// <summary>The condition of a rule; null for none.</summary>
    public static HaproxyCondition? Of(Directive rule, Directive section)
    {
        var words = rule.Arguments.Select(argument => argument.Text).ToList();
        var at = words.FindLastIndex(word => word is "if" or "unless");
        if (at < 0)
            return null;
        var (alternatives, terms) = (ImmutableArray.CreateBuilder<ImmutableArray<HaproxyTerm>>(), ImmutableArray.CreateBuilder<HaproxyTerm>());
        var isNegated = false;
        for (var i = at + 1; i < words.Count; i++)
        {
            var word = words[i];
            if (word is "or" or "||")
            {
                alternatives.Add(terms.ToImmutable());
                terms.Clear();
                continue;
            }

            if (word.StartsWith('!'))
            {
                (isNegated, word) = (!isNegated, word[1..]);
                if (word.Length == 0)
                    continue;
            }

            if (word == "{")
            {
                var end = words.IndexOf("}", i);
                end = end < 0 ? words.Count : end;
                terms.Add(new(isNegated, [[.. words[(i + 1)..end]]], word));
                i = end;
            }
            else
            {
                var tests = section.Children.Where(each => each.Name == "acl" && each.Arguments is [var name, ..] && name.Text == word).Select(each => each.Arguments.Skip(1).Select(argument => argument.Text).ToImmutableArray()).ToImmutableArray();
                terms.Add(new(isNegated, tests.IsEmpty ? [[word]] : tests, word));
            }

            isNegated = false;
        }

        alternatives.Add(terms.ToImmutable());
        return new(words[at] == "unless", alternatives.ToImmutable());
    }

    /// <summary>All its tests of credentials: whether each holds for who has signed in.</summary>
    public IEnumerable<bool> AsksForSignedIn => Alternatives.SelectMany(terms => terms).Where(term => term.IsOfCredentials).Select(term => term.IsNegated == IsUnless);

    public IEnumerable<HaproxyTerm> Terms => Alternatives.SelectMany(terms => terms);

    /// <summary>Whether it holds; null where the files do not tell.</summary>
    public bool? Holds(HaproxyRequest request)
    {
        bool? any = false;
        foreach (var terms in Alternatives)
        {
            bool? all = true;
            foreach (var term in terms)
            {
                var one = term.Holds(request);
                all = all == false || one == false ? false : all is null || one is null ? null : true;
            }

            any = any == true || all == true ? true : any is null || all is null ? null : false;
        }

        return IsUnless ? !any : any;
    }
}
