using System.Data.Common;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.AspNetCore.Stores;
using Dapper;

namespace Countersign.AspNetCore.Tests.Stores;

/// <summary>Where the store of one test is, gone after it. What a test says of stores, it says of each kind of home.</summary>
public abstract partial class StoreHome : IDisposable
{
    private readonly List<IDisposable> _opened = [];

    /// <summary>The store as a configuration names it.</summary>
    public abstract string Name { get; }

    public Store Open(TimeProvider? time = null) => Keep(Store.Open(Name, time));

    public Store OpenReadOnly() => Keep(Store.OpenReadOnly(StoreAddress.Parse(Name)));

    /// <summary>Does something to the database that no store would; <c>octets('00')</c> is what the digits mean.</summary>
    public void Run(string sql)
    {
        using var connection = Connect();
        connection.Execute(OctetsCall().Replace(sql, call => Octets(call.Groups["digits"].Value)));
    }

    /// <summary>Everything that a query finds, as texts: octets by their digits and by the characters that they may be.</summary>
    public IReadOnlyList<string> Texts(string query)
    {
        using var connection = Connect();
        return [.. from row in connection.Query(query)
                   from value in ((IDictionary<string, object?>)row).Values
                   select value is byte[] octets ? Convert.ToHexString(octets) + " " + Encoding.Latin1.GetString(octets) : Convert.ToString(value, CultureInfo.InvariantCulture)];
    }

    /// <summary>Makes a store as an older version did.</summary>
    public void MakeOld(int version)
    {
        using var connection = Connect();
        MakeOld(version, connection);
    }

    /// <summary>How many rows a table has.</summary>
    public long Count(string table)
    {
        using var connection = Connect();
        return connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}");
    }

    public void CloseAll()
    {
        // The last that could write is the one that tidies up.
        foreach (var opened in Enumerable.Reverse(_opened))
            opened.Dispose();
        _opened.Clear();
    }

    public void Dispose()
    {
        CloseAll();
        Leave();
        GC.SuppressFinalize(this);
    }

    protected abstract DbConnection Connect();

    protected abstract void MakeOld(int version, DbConnection connection);

    protected abstract string Octets(string digits);

    protected abstract void Leave();

    [GeneratedRegex(@"octets\('(?<digits>[0-9a-f]*)'\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OctetsCall();

    private Store Keep(Store store)
    {
        _opened.Add(store);
        return store;
    }
}
