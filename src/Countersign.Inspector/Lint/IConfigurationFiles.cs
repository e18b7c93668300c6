using System.Collections.Immutable;

namespace Countersign.Inspector.Lint;

/// <summary>The files that a configuration names: those of this machine, or of a test.</summary>
internal interface IConfigurationFiles
{
    /// <summary>The text of a file; null where it can't be read or is too long.</summary>
    string? Read(string path);

    /// <summary>Whether there is a file or folder of that name; null where nobody here can say, as for the files of another machine.</summary>
    bool? Exists(string path);

    /// <summary>The files of a pattern with <c>*</c>, <c>?</c> and <c>[...]</c>, in the order of their names. A pattern without any of these is a file or a folder's name.</summary>
    ImmutableArray<string> Match(string pattern);
}
