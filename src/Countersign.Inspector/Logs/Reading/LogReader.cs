namespace Countersign.Inspector.Logs.Reading;

/// <summary>Reads the lines of one format.</summary>
internal abstract class LogReader
{
    /// <summary>What the format is called.</summary>
    public abstract string Name { get; }

    /// <summary>The fields that its lines have.</summary>
    public abstract LogFields Has { get; }

    /// <summary>Reads a line.</summary>
    /// <param name="line">The line without its end.</param>
    /// <param name="read">What it says; parts of the line.</param>
    /// <param name="column">From 1, where it does not read.</param>
    /// <returns>Whether it reads. No line throws.</returns>
    public abstract bool TryRead(ReadOnlySpan<byte> line, out LogLine read, out int column);
}
