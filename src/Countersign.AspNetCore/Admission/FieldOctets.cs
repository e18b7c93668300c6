using System.Text;

namespace Countersign.AspNetCore.Admission;

/// <summary>Field values beyond ASCII: a server that writes Latin-1 puts one octet for each character, and so sends UTF-8 as it is.</summary>
internal static class FieldOctets
{
    /// <summary>The octets of a text in UTF-8, one character each.</summary>
    public static string Of(string text) => Ascii.IsValid(text) ? text : Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    /// <summary>The text whose octets these are.</summary>
    public static string Read(string octets) => Ascii.IsValid(octets) ? octets : Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(octets));
}
