using System.Text;
using Cartwright.Domain;
using Cartwright.Engine.Codec;
using Cartwright.Engine.Ports;
using Cartwright.Engine.Tests.Support;
using Cartwright.Kernel;
using Cartwright.Shop;
using Cartwright.Shop.Wire;

namespace Cartwright.Engine.Tests.Codec;

/// <summary>Bodies written by earlier versions are still written in the same bytes, and still read.</summary>
public sealed class GoldenFileTests
{
    private static readonly ShopId Shop = ShopId.Parse("0123456789abcdef0123456789abcdef");
    private static readonly IReadOnlyList<Role> Roles = ShopServices.Roles;

    public static TheoryData<string> Messages => [.. GoldenMessages.All.Keys];

    public static TheoryData<string> Replies => [.. GoldenReplies.All.Keys];

    public static TheoryData<Role> Receivers => [.. Roles];

    [Theory]
    [MemberData(nameof(Messages))]
    public void A_message_is_written_and_read_as_it_always_was(string name)
    {
        var message = GoldenMessages.All[name];
        var written = Same.Text(message);
        var golden = GoldenFiles.Read("messages", $"{name}.json", written);
        Assert.Equal(Encoding.UTF8.GetString(golden), written);

        ReadsAs([message], [Wire.Messages.Decode(golden, message.To)]);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void A_reply_is_written_and_read_as_it_always_was(string name)
    {
        var reply = GoldenReplies.All[name];
        var written = Wire.Replies.Encode(reply);
        var golden = Encoding.UTF8.GetString(GoldenFiles.Read("replies", $"{name}.txt", written));
        Assert.Equal(golden, written);
        Assert.Equal(reply, Wire.Replies.Decode(golden));
    }

    [Theory]
    [MemberData(nameof(Receivers))]
    public void An_envelope_is_written_and_read_as_it_always_was(Role to)
    {
        Message[] messages = [.. GoldenMessages.All.Values.Where(message => message.To == to)];
        var written = Encoding.UTF8.GetString(MessageCodec.Wrap([.. messages.Select(Wire.Messages.Encode)], Shop));
        var golden = GoldenFiles.Read("envelopes", EnvelopeFile(to), written);
        Assert.Equal(Encoding.UTF8.GetString(golden), written);
        ReadsAs(messages, Wire.Messages.Unwrap(golden, to, Shop));
    }

    [Theory]
    [MemberData(nameof(Receivers))]
    public void An_envelope_of_before_there_were_shops_is_still_read(Role to)
    {
        Message[] messages = [.. GoldenMessages.All.Values.Where(message => message.To == to)];
        var golden = GoldenFiles.Read("unmarked", EnvelopeFile(to), "");
        ReadsAs(messages, Wire.Messages.Unwrap(golden, to, Shop));
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_first_bytes_of_a_message_are_still_read(string name)
    {
        var message = GoldenMessages.All[name];
        ReadsAs([message], [Wire.Messages.Decode(GoldenFiles.Read("v1", $"{name}.json", ""), message.To)]);
    }

    [Theory]
    [MemberData(nameof(Replies))]
    public void The_first_bytes_of_a_reply_are_still_read(string name) =>
        Assert.Equal(
            GoldenReplies.All[name],
            Wire.Replies.Decode(Encoding.UTF8.GetString(GoldenFiles.Read("v1", $"{name}.txt", ""))));

    [Fact]
    public void Every_golden_file_belongs_to_a_value()
    {
        var messages = GoldenMessages.All.Keys.Select(name => $"{name}.json");
        var replies = GoldenReplies.All.Keys.Select(name => $"{name}.txt");
        Assert.Equal(Sorted(messages), GoldenFiles.Names("messages"));
        Assert.Equal(Sorted(replies), GoldenFiles.Names("replies"));
        Assert.Equal(Sorted(Roles.Select(EnvelopeFile)), GoldenFiles.Names("envelopes"));
        Assert.Equal(Sorted(Roles.Select(EnvelopeFile)), GoldenFiles.Names("unmarked"));
        Assert.Equal(Sorted(messages.Concat(replies)), GoldenFiles.Names("v1"));
    }

    [Fact]
    public void Every_message_and_reply_of_the_domain_has_a_golden_file()
    {
        Assert.Equal(37, DomainTypes(typeof(Message)).Count());
        Assert.Equal(DomainTypes(typeof(Message)), TypesIn(GoldenMessages.All.Values));

        // A postponed command has no answer yet, so its reply is never stored.
        Assert.Equal(
            DomainTypes(typeof(Reply)).Where(name => name != nameof(Postponed)), TypesIn(GoldenReplies.All.Values));
    }

    [Fact]
    public void Every_golden_file_is_called_by_its_wire_name()
    {
        var values = GoldenMessages.All.Select(pair => (pair.Key, Value: (object)pair.Value))
            .Concat(GoldenReplies.All.Select(pair => (pair.Key, Value: (object)pair.Value)));
        foreach (var (name, value) in values)
        {
            Assert.Equal(name.Split('+')[0], WireNames.NameOf(value));
            Assert.Equal(value.GetType(), WireNames.FindType(WireNames.NameOf(value))?.Type);
        }
    }

    // A message that stays on its node is written only when it is parked, and is then read by operators alone.
    private static void ReadsAs(Message[] messages, List<Decoded> read)
    {
        Assert.Equal(messages.Length, read.Count);
        foreach (var (expected, actual) in messages.Zip(read))
        {
            if (expected is IRemoteMessage)
            {
                Assert.Null(actual.Error);
                Same.Messages(expected, actual.Message);
            }
            else
            {
                Assert.Null(actual.Message);
            }
        }
    }

    private static IEnumerable<string> DomainTypes(Type kind) =>
        Sorted(typeof(Attempt).Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(kind) && !type.IsAbstract)
            .Select(type => type.Name));

    private static IEnumerable<string> TypesIn(IEnumerable<object> values) =>
        Sorted(values.Select(value => value.GetType().Name).Distinct());

    private static string EnvelopeFile(Role to) => $"to-{to}.json".ToLowerInvariant();

    private static IEnumerable<string> Sorted(IEnumerable<string> names) => names.Order(StringComparer.Ordinal);
}
