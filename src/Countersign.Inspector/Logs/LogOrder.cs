using Countersign.Inspector.Logs.Reading;

namespace Countersign.Inspector.Logs;

/// <summary>Files of a log in the order of their times: access.log.2.gz before access.log.</summary>
internal static class LogOrder
{
    /// <summary>The time of the first line that reads, in seconds since 1970; null where there is none.</summary>
    /// <param name="source">The file.</param>
    /// <param name="format">Its format; null where it is to be recognised.</param>
    public static long? FirstTime(Stream source, string? format)
    {
        const int Tries = 200;
        try
        {
            using var lines = new LineStream(source);
            var reader = format is null ? LogFormats.Recognise(lines.Sample) : LogFormats.Named(format, out _);
            for (var tries = 0; reader is not null && tries < Tries && lines.TryRead(out var line, out _); tries++)
            {
                if (reader.TryRead(line, out var read, out _))
                    return read.Time;
            }
        }
        catch (Exception exception) when (exception is InvalidDataException or IOException)
        {
            // Whoever reads it will say so.
        }

        return null;
    }
}
