namespace Countersign.Gateway.Doctor;

/// <summary>One check of <c>countersign doctor</c>.</summary>
/// <param name="Id">Its area and name.</param>
/// <param name="LooksAt">What it looks at.</param>
/// <param name="Matters">What it means to a person who signs in.</param>
public sealed record CheckRow(string Id, string LooksAt, string Matters)
{
    /// <summary>What stands before the stroke of its name.</summary>
    public string Area => Id[..Id.IndexOf('/', StringComparison.Ordinal)];

    internal Finding Ok(string found) => new(this, FindingVerdict.Ok, found);

    internal Finding Warning(string found, string mend) => new(this, FindingVerdict.Warning, found, mend);

    internal Finding Fault(string found, string mend) => new(this, FindingVerdict.Fault, found, mend);

    internal Finding NotChecked(string why) => new(this, FindingVerdict.NotChecked, why);
}
