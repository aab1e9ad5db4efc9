require 'net/http'

# Asks the load balancer for its page about ten times a second, without end, and remembers who answered:
# the only one in the story who knows nothing of presence.
class Visitor
  PAUSE = 0.1
  # Longer than HAProxy takes to give up on a server and ask another.
  PATIENCE = 12

  # at: seconds since it began; by: who answered with a row of the database; nil, and why, when nobody did.
  Visit = Struct.new(:at, :by, :why)

  def initialize(address)
    @address = address
    @visits = []
    @lock = Mutex.new
    @began = Visitor.now
    @thread = Thread.new { loop { visit } }
  end

  def self.now
    Process.clock_gettime(Process::CLOCK_MONOTONIC)
  end

  # Seconds since it began.
  def at
    Visitor.now - @began
  end

  # The visits that began at that moment or after it.
  def since(moment)
    @lock.synchronize { @visits.select { |visit| visit.at >= moment } }
  end

  def failed_since(moment)
    since(moment).count { |visit| visit.by.nil? }
  end

  # Who answered since.
  def served_since(moment)
    since(moment).filter_map(&:by).uniq.sort
  end

  # A row a second: how many answers came from whom, and how many requests had none.
  def seconds
    since(0).group_by { |visit| visit.at.to_i }.map do |second, visits|
      { 'at' => second }.merge(visits.map { |visit| visit.by || 'failed' }.tally.sort.to_h)
    end
  end

  def stop
    @thread.kill.join
  end

  private

  def visit
    began = at
    visit = Visit.new(began, *answer)
    @lock.synchronize { @visits << visit }
    sleep PAUSE
  end

  # [who, nil] or [nil, why not].
  def answer
    response = Net::HTTP.start(@address, 80, open_timeout: PATIENCE, read_timeout: PATIENCE, max_retries: 0) { |http| http.get('/') }
    who = response.body.to_s[/\A(\w+): a row from the database$/, 1]
    response.code == '200' && who ? [who, nil] : [nil, "#{response.code} #{response.body.to_s.lines.first}"]
  rescue SystemCallError, IOError, Timeout::Error, Net::ProtocolError => e
    [nil, e.message]
  end
end
