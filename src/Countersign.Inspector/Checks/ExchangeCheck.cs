using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks;

/// <summary>Judges exchanges for one fact. It stands in the folder and file of its id, and is listed in <see cref="CheckCatalogue"/>.</summary>
internal abstract class ExchangeCheck
{
    /// <summary>What is said of it.</summary>
    public abstract CheckRow Row { get; }

    /// <summary>What an exchange must have, so that there can be anything to find: it is asked for no others.</summary>
    public virtual Traits Needs => Traits.None;

    /// <summary>Judges one exchange of a recording.</summary>
    /// <param name="exchange">The exchange.</param>
    /// <param name="view">What stands around it.</param>
    public abstract IEnumerable<Finding> Judge(Exchange exchange, RecordingView view);

    /// <summary>A finding of this check.</summary>
    protected Finding Found(string message, params Evidence[] evidence) => new(Row, message) { Evidence = [.. evidence] };
}
