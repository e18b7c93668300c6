using System.Collections.Immutable;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Lint;

/// <summary>One directive of a server's configuration: <c>auth_basic "staff";</c>, <c>&lt;Directory /srv&gt;</c>, <c>handle /admin/* { ... }</c>, the line of a section, or of a file of users.</summary>
/// <param name="name">What it is called, as it is written.</param>
/// <param name="arguments">What stands behind it.</param>
/// <param name="place">Where its name begins.</param>
/// <param name="parent">The block it stands in; null for none.</param>
public sealed class Directive(string name, ImmutableArray<ConfigurationArgument> arguments, ConfigurationPlace place, Directive? parent)
{
    private readonly List<Directive> _children = [];

    /// <summary>What it is called, as it is written.</summary>
    public string Name => name;

    /// <summary>What stands behind the name.</summary>
    public ImmutableArray<ConfigurationArgument> Arguments => arguments;

    /// <summary>Where its name begins.</summary>
    public ConfigurationPlace Place => place;

    /// <summary>The block it stands in; null for none. What is included stands in the block that includes it.</summary>
    public Directive? Parent => parent;

    /// <summary>What stands in it, in its order; empty for what is no block.</summary>
    public IReadOnlyList<Directive> Children => _children;

    /// <summary>Its line as a person reads it, without what stands in it and without secrets.</summary>
    public string Text { get => Secrets?.HideInLine(field) ?? field; init => field = TextIntake.ByLooks(value); } = TextIntake.ByLooks(string.Join(' ', [name, .. arguments.Select(argument => argument.Text)]));

    /// <summary>The secrets of the configuration it stands in; null where nobody looks for any.</summary>
    internal ConfigurationSecrets? Secrets { get; init; }

    /// <summary>Itself, its parent, and so on to the outermost.</summary>
    public IEnumerable<Directive> Lineage()
    {
        for (var at = this; at is not null; at = at.Parent)
            yield return at;
    }

    /// <summary>All that stands in it, however deep, in the order of the text.</summary>
    public IEnumerable<Directive> Descendants() => _children.SelectMany(child => child.Descendants().Prepend(child));

    /// <inheritdoc/>
    public override string ToString() => $"{Place}: {Text}";

    /// <summary>Puts a directive into it, behind the others.</summary>
    internal void Add(Directive child) => _children.Add(child);
}
