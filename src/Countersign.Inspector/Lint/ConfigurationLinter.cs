using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint;

/// <summary>Reads and judges the configuration of one kind of server. It is listed in <see cref="LintCatalogue"/>.</summary>
internal abstract class ConfigurationLinter
{
    /// <summary>Whose configuration it judges: the word of <c>--kind</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>What its checks say.</summary>
    public abstract IEnumerable<CheckRow> Rows { get; }

    /// <summary>How sure it is, from 0 to 100, that a file is of its kind.</summary>
    /// <param name="file">The name of the file.</param>
    /// <param name="text">What stands in it.</param>
    public abstract int Recognizes(string file, string text);

    /// <summary>Whether anything in a file is known to such servers: whoever names its kind may have taken the wrong file, in which there is nothing to object to.</summary>
    /// <param name="text">What stands in it; not nothing.</param>
    public abstract bool Knows(string text);

    /// <summary>Reads a file with all that it includes, and judges it. What can't be read is told, and never throws.</summary>
    /// <param name="file">The file.</param>
    /// <param name="files">Where files are read from.</param>
    public abstract LintedConfiguration Lint(string file, IConfigurationFiles files);
}
