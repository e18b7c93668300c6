namespace Countersign.Lab.Simulator.Provider;

/// <summary>Names that nobody can guess, of codes and tokens.</summary>
internal static class Handle
{
    private const int Octets = 16;

    /// <summary>A new one; no two are alike.</summary>
    public static string Next()
    {
        Span<byte> octets = stackalloc byte[Octets];
        RandomOctets.Fill(octets);
        return Convert.ToHexStringLower(octets);
    }
}
