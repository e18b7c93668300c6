using System.Collections.Immutable;

namespace Countersign.Inspector.Lint.Apache;

/// <summary>The methods that a directive is for: those of <c>Limit</c>, or all but those of <c>LimitExcept</c>.</summary>
/// <param name="Named">The methods it names.</param>
/// <param name="IsExcept">Whether all others are meant.</param>
internal sealed record ApacheMethods(ImmutableHashSet<string> Named, bool IsExcept)
{
    public static ApacheMethods All { get; } = new([], true);

    public bool IsAll => IsExcept && Named.IsEmpty;

    public static ApacheMethods Of(Directive limit) =>
        new([.. limit.Arguments.Select(argument => argument.Text)], ApacheReader.Is(limit, "<LimitExcept"));

    // Whoever names GET means HEAD.
    public bool Contains(string method) => Named.Contains(method == "HEAD" ? "GET" : method) != IsExcept;
}
